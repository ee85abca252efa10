# The exercises and their runner, troupe-learn. For a verdict the runner
# compiles the learner's file alone: library, judge and tests are made before,
# plain and for both sanitizers.
LEARN := $(B)/troupe-learn
LEARN_SHELL := $(addprefix exercises/runner/,main.c viewer.c watching.c)
LEARN_CORE := $(patsubst %.c,$(B)/%.o,\
  $(filter-out $(LEARN_SHELL),$(wildcard exercises/runner/*.c)))
# The watch screen is drawn with the simulator's grid and terminal; only
# viewer.c needs a terminal, and it is no part of what the tests link.
LEARN_SCREEN := $(addprefix $(B)/sim/,grid.o text.o theme.o)
LEARN_TESTS := $(patsubst %.c,$(B)/%,$(wildcard tests/test_learn_*.c))
EXERCISE_PARTS := $(B)/exercises/judge.o $(B)/exercises/stage.o \
  $(patsubst %.c,$(B)/%.o,$(wildcard exercises/*/test.c))

# Makes wrong solutions of right ones; tests/exercises.sh has them judged.
MUTANTS := $(B)/troupe-mutants
$(MUTANTS): $(B)/exercises/mutants.o
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^

ALL += $(LEARN) $(EXERCISE_PARTS) $(MUTANTS)

$(LEARN): $(LEARN_SHELL:%.c=$(B)/%.o) $(LEARN_CORE) $(LEARN_SCREEN) \
  $(B)/sim/term.o $(B)/sim/written.o $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS) \
	  -lncursesw -ltinfo
$(patsubst %,$(B)/exercises/runner/%.o,viewer page told): \
  private CPPFLAGS += -iquote sim

# A learner's file is compiled as everything is.
$(B)/exercises/runner/build.o: private CPPFLAGS += \
  -DLEARN_COMPILE='"$(strip $(LEARN_COMPILE))"' \
  -DLEARN_COMPILER='"$(notdir $(CC))"'
LEARN_COMPILE = $(CC) -D_POSIX_C_SOURCE=200809L -std=c17 -O1 -g \
  -fno-omit-frame-pointer -pthread $(WARNINGS)

$(LEARN_TESTS): $(LEARN_CORE) $(LEARN_SCREEN)
$(LEARN_TESTS:%=%.o): private CPPFLAGS += -iquote exercises/runner -iquote sim

# Where a sanitizer cannot be linked, a verdict says that it was left out.
.PHONY: learn learn-parts exercises
learn-parts: $(LIB) $(EXERCISE_PARTS)

learn: $(LEARN) learn-parts threads  ## the exercises (./troupe learn runs them)
	-$(Q)$(MAKE) -s SAN=address learn-parts
	-$(Q)$(MAKE) -s SAN=thread learn-parts

.PHONY: bench-verdicts
bench-verdicts:  ## how long the verdicts on all exercises take
	$(Q)bench/verdicts.sh

exercises:  ## prove every exercise: its start, solution and wrong solutions
	$(Q)tests/run.sh --mode $(notdir $(CC))-plain exercises

# The scripts that check exercises run where everything was made for it; other
# modes see to it that the programs build.
ifeq ($(notdir $(CC))-$(SAN),gcc-)
TEST_PROGRAMS += learn $(MUTANTS)
else
TEST_PROGRAMS += $(LEARN) $(EXERCISE_PARTS) $(MUTANTS)
endif
