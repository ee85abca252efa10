# The benchmarks: $(B)/troupe-bench runs one workload, `make bench` all of them
# in an optimised build that has a folder of its own.
BENCH_OBJECTS := $(patsubst %.c,$(B)/%.o,$(wildcard bench/*.c))

ALL += $(B)/troupe-bench
TEST_PROGRAMS += $(B)/troupe-bench
$(BENCH_OBJECTS): private CPPFLAGS += -iquote bench
$(B)/troupe-bench: $(BENCH_OBJECTS) $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

# As programs are built that want to be fast; clang needs another linker to
# optimise all at once.
BENCH_OPT := -O3 -march=native -fomit-frame-pointer $(if $(findstring gcc,$(CC)),-flto=auto)
BENCH := $(B)$(call name_of,$(BENCH_OPT))/troupe-bench

.PHONY: bench bench-parts
bench:  ## the benchmarks: a table, a picture (ARGS=--quick: in seconds)
	$(Q)$(MAKE) -s OPT='$(BENCH_OPT)' $(BENCH)
	$(Q)CC=$(CC) bench/run.sh $(BENCH) $(ARGS)

bench-parts:  ## what each part of the fast runtime is worth (PARTS)
	$(Q)$(MAKE) -s OPT='$(BENCH_OPT)' $(BENCH)
	$(Q)set -e; for part in $(PARTS); do \
	  $(MAKE) -s OPT='$(BENCH_OPT)' OFF=$$part \
	    $(BENCH:%/troupe-bench=%)-no-$$part/troupe-bench; done
	$(Q)bench/parts.sh $(dir $(BENCH)) $(PARTS)

# An independent count, of no library.
TEST_PROGRAMS += $(B)/troupe-traces
$(B)/troupe-traces: $(B)/bench/traces/traces.o
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^)

.PHONY: bench-sim
bench-sim:  ## what the simulator's searches cost (ARGS=--quick: in seconds)
	$(Q)$(MAKE) -s sim test-programs
	$(Q)bench/sim.sh $(B) $(ARGS)
	$(Q)bench/shrink.sh $(B) $(if $(ARGS),2)

# What it costs that a program can be watched.
ATTACH_PARTS := $(B)/troupe-reader $(B)/troupe-cost
TEST_PROGRAMS += $(ATTACH_PARTS)
$(ATTACH_PARTS): $(B)/troupe-%: $(B)/bench/attach/%.o $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)

.PHONY: bench-attach
bench-attach:  ## what a running program pays to be watched (ARGS=--quick)
	$(Q)$(MAKE) -s OPT='$(BENCH_OPT)' $(BENCH) $(ATTACH_PARTS:$(B)/%=$(dir $(BENCH))%)
	$(Q)$(MAKE) -s $(B)/troupe-bench
	$(Q)COUNTED=$(B) bench/attach.sh $(dir $(BENCH)) $(ARGS)
