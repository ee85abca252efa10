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
