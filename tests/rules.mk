# Each tests/test_NAME.c is a CUnit binary. Another folder's rules.mk adds
# objects to one by a line `$(B)/tests/test_NAME: $(B)/sim/x.o`.
TESTS := $(patsubst %.c,$(B)/%,$(wildcard tests/test_*.c))

$(TESTS): $(B)/tests/test_%: $(B)/tests/test_%.o $(B)/tests/support.o $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS) -lcunit

# Tests that run their cases under every dispatcher.
WAYS_TESTS := $(shell grep -l '"ways.h"' tests/test_*.c)
$(WAYS_TESTS:%.c=$(B)/%): $(B)/tests/ways.o

# Models that explore all states.
SEEN_TESTS := $(shell grep -l '"seen.h"' tests/test_*.c)
$(SEEN_TESTS:%.c=$(B)/%): $(B)/tests/seen.o

# The storm, of the tests and of the stress program.
STORM := $(B)/tests/storm.o $(B)/tests/storm_actors.o
$(B)/tests/test_storm: $(STORM)

# $(B)/troupe-stress: random rounds for as long as is wished.
STRESS := $(patsubst %.c,$(B)/%.o,$(wildcard tests/stress/*.c))
ALL += $(B)/troupe-stress
TEST_PROGRAMS += $(B)/troupe-stress
$(STRESS): private CPPFLAGS += -iquote tests -iquote tests/stress
$(B)/troupe-stress: $(STRESS) $(STORM) $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

.PHONY: stress
stress: $(B)/troupe-stress  ## random rounds (ARGS="--seconds 3600": an hour)
	$(Q)$(B)/troupe-stress $(ARGS)
