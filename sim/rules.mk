# The simulator, its scenes, and what its tests need. term.c alone knows
# curses, prompt.c alone readline; everything else is in SIM_CORE, which the
# unit tests link.
SIM := $(B)/troupe-sim
SIM_SHELL := sim/main.c sim/term.c sim/prompt.c sim/screen.c \
  sim/screen_keys.c
SIM_CORE := $(patsubst %.c,$(B)/%.o,$(filter-out $(SIM_SHELL),$(wildcard sim/*.c)))
SIM_TESTS := $(patsubst %.c,$(B)/%,$(wildcard tests/test_sim_*.c))
SCENES := $(patsubst sim/scenes/%.c,$(B)/scenes/%,$(wildcard sim/scenes/*.c))
# Those of raw threads: made for the stepper of threads.
THREAD_SCENES := $(addprefix $(B)/scenes/,tellers tellers_atomic crossing \
  crossing_ordered closing closing_all)
ifneq ($(SAN),)  # beside which that has no place
SCENES := $(filter-out $(THREAD_SCENES),$(SCENES))
endif
MISBEHAVING := $(patsubst tests/programs/%.c,$(B)/programs/%,\
  $(wildcard tests/programs/*.c))

ALL += $(if $(wildcard sim/main.c),$(SIM)) $(SCENES)
TEST_PROGRAMS += $(if $(wildcard sim/main.c),$(SIM)) $(SCENES) $(MISBEHAVING)

$(SIM): $(SIM_CORE) $(patsubst %.c,$(B)/%.o,$(wildcard $(SIM_SHELL))) $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS) \
	  -lncursesw -ltinfo -lreadline

# A watcher's own program is compiled as the simulator was.
$(B)/sim/compile.o: private CPPFLAGS += -DSIM_COMPILE='"$(strip $(COMPILE_PLAIN))"'
COMPILE_PLAIN = $(CC) -D_POSIX_C_SOURCE=200809L -iquote lib $(CFLAGS)

$(SIM_TESTS): $(SIM_CORE)
$(SIM_TESTS:%=%.o): private CPPFLAGS += -iquote sim

$(THREAD_SCENES): $(B)/scenes/%: sim/scenes/%.c tools/step.sh $(LIB) \
  $(STEPPING) $(STEPPING_NAMES) $(OUR_NAMES) $(STEPPED)
	$(call SAY,SCENE,$@)
	$(Q)mkdir -p $(@D) && CC=$(CC) B=$(B) tools/step.sh --build -o $@ $<

$(filter-out $(THREAD_SCENES),$(SCENES)): $(B)/scenes/%: \
  $(B)/sim/scenes/%.o $(LIB)
	$(call SAY,SCENE,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS)

$(MISBEHAVING): $(B)/programs/%: $(B)/tests/programs/%.o $(LIB)
	$(call SAY,LINK,$@)
	$(Q)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $< $(LIB) $(LDLIBS)

.PHONY: sim
sim: $(SIM) $(SCENES) $(STEPPING) $(STEPPING_NAMES) $(OUR_NAMES) $(STEPPED)  ## the simulator and its scenes (./troupe sim runs it)

# How fast the simulator draws and goes through a tape, and what its screen takes
# of a core. The terminal is the program's own.
FRAMES := $(B)/troupe-frames
FRAMES_PARTS := $(patsubst %.c,$(B)/%.o,$(wildcard bench/frames/*.c))
$(FRAMES_PARTS): private CPPFLAGS += -iquote sim -iquote bench/frames
$(FRAMES): $(FRAMES_PARTS) $(SIM_CORE) \
  $(patsubst %.c,$(B)/%.o,$(filter-out sim/main.c,$(SIM_SHELL))) $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS) \
	  -lncursesw -ltinfo -lreadline

.PHONY: bench-frames
bench-frames:  ## how long the simulator's frames and seeks take (ARGS)
	$(Q)$(MAKE) -s OPT=-O2 $(B)-O2/troupe-frames
	$(Q)$(B)-O2/troupe-frames $(ARGS)
