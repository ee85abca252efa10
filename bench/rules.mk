# The benchmarks: $(B)/troupe-bench runs one workload, `make bench` all of them
# in an optimised build that has a folder of its own.
BENCH_OBJECTS := $(patsubst %.c,$(B)/%.o,$(wildcard bench/*.c))

ALL += $(B)/troupe-bench
TEST_PROGRAMS += $(B)/troupe-bench
$(BENCH_OBJECTS): private CPPFLAGS += -iquote bench
$(B)/troupe-bench: $(BENCH_OBJECTS) $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

.PHONY: bench
bench:  ## the benchmarks: a table, a picture (ARGS=--quick: in seconds)
	$(Q)$(MAKE) -s OPT=-O2 $(B)-O2/troupe-bench
	$(Q)CC=$(CC) bench/run.sh $(B)-O2/troupe-bench $(ARGS)
