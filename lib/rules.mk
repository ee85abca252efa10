# Each lib/examples/NAME.c is a whole program on the library.
EXAMPLES := $(patsubst %.c,$(B)/%,$(wildcard lib/examples/*.c))
ALL += $(EXAMPLES)
TEST_PROGRAMS += $(EXAMPLES)

$(EXAMPLES): $(B)/%: $(B)/%.o $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

# The stepper for threads: a program's own main, and what stands in for the
# system's functions. tools/step.sh builds programs with it. A sanitizer has no
# place beside it: it uses the same hooks.
STEPPING := $(B)/libstepping.a
STEPPING_NAMES := $(B)/lib/stepping/stand_ins.txt
OUR_NAMES := $(B)/lib/stepping/ours.txt
# What a program waits in has to be stepped as the program is.
STEPPED := $(B)/libstepped.a
STEPPED_PARTS := $(patsubst %,$(B)/stepped/%.o,\
  base/ring passing/queue passing/channel passing/oneshot)
STEPPING_OBJECTS := $(patsubst %.c,$(B)/%.o,$(wildcard lib/stepping/*.c))
ifeq ($(SAN),)
ALL += $(STEPPING) $(STEPPING_NAMES) $(OUR_NAMES) $(STEPPED)
TEST_PROGRAMS += $(STEPPING) $(STEPPING_NAMES) $(OUR_NAMES) $(STEPPED)
endif

$(STEPPING_OBJECTS): private CPPFLAGS += -D_GNU_SOURCE
$(STEPPING_OBJECTS): private CFLAGS += -O2
# It speaks the simulator's language, too.
STEPPING_PARTS := $(addprefix $(B)/lib/,telling/event.o telling/record.o \
  base/writer.o base/check.o base/arena.o base/pages.o \
  base/checkpoint.o)
# One object whose names no program can collide with: all that is not called
# from outside is its own.
$(STEPPING): $(STEPPING_OBJECTS) $(STEPPING_PARTS)
	$(call SAY,AR,$@)
	$(Q)ld -r -o $(@:.a=.o) $^
	$(Q)objcopy --wildcard --keep-global-symbol=main \
	  --keep-global-symbol='stepped_*' --keep-global-symbol='__tsan_*' \
	  $(@:.a=.o)
	$(Q)rm -f $@ && ar rcs $@ $(@:.a=.o)

.PHONY: threads
threads: $(LIB) $(STEPPING) $(STEPPING_NAMES) $(OUR_NAMES) $(STEPPED)  ## the stepper for threads

# The lines of STAND_INS, and main.
$(STEPPING_NAMES): lib/stepping/stand_in.h
	$(Q)mkdir -p $(@D)
	$(Q)sed -n 's/^ *IN(\([a-z_]*\)).*/\1 stepped_\1/p' $< >$@.new
	$(Q)echo main stepped_main >>$@.new && mv $@.new $@

$(OUR_NAMES): lib/stepping/ours.h
	$(Q)mkdir -p $(@D)
	$(Q)sed -n 's/^ *IN(\([a-z_]*\)).*/\1 stepped_\1/p' $< >$@

# As tools/step.sh compiles.
$(STEPPED_PARTS): $(B)/stepped/%.o: lib/%.c $(STEPPING_NAMES) $(OUR_NAMES) \
  $(wildcard lib/base/*.h lib/passing/*.h)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu17 -O0 -g -fno-builtin -fsanitize=thread -pthread \
	  $(if $(findstring clang,$(CC)),-mllvm -tsan-instrument-read-before-write=1) \
	  -iquote lib -c -o $@.new $<
	$(Q)objcopy --redefine-syms=$(STEPPING_NAMES) --redefine-syms=$(OUR_NAMES) \
	  $@.new && mv $@.new $@

$(STEPPED): $(STEPPED_PARTS)
	$(call SAY,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^
