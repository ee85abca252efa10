# Troupe. `make help` lists what there is to make; ./troupe is the front door.
#
#   CC=gcc|clang   SAN=address|thread   V=1 shows commands   WERROR= lets
#   warnings pass   TEST_ONLY=text runs only the cases whose name holds it
#   OPT=-O2         OFF="POOL INBOX" leaves parts of the runtime out (PARTS)
#
# A folder adds its own programs in FOLDER/rules.mk, with:
#   $(B)  where objects of this compiler and sanitizer go
#   $(LIB) the library    $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LDLIBS)
#   ALL += what `make` builds    TEST_PROGRAMS += what tests need built

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

ifeq ($(origin CC),default)
CC := gcc
endif
SAN ?=
WERROR ?= 1
OPT ?= -O1
OFF ?=
Q := $(if $(V),,@)

ifneq ($(filter-out address thread,$(SAN)),)
$(error SAN=$(SAN): it is address or thread)
endif

# What makes the runtime fast, each to be left out to see what it is worth.
PARTS := DIRECT INBOX LARGE LOOKING NESTING PLAIN POOL SLOT STEALING
ifneq ($(filter-out $(PARTS),$(OFF)),)
$(error OFF=$(OFF): it is one or more of $(PARTS))
endif

# Such a build's folder, by its flags.
name_of = $(subst =,-,$(subst $() ,,$(filter-out -O1,$(1))$(OFF:%=-no-%)))
B := build/$(notdir $(CC))-$(or $(SAN),plain)$(call name_of,$(OPT))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
  -Wswitch-enum -Wvla -Wundef -Wformat=2 -Wwrite-strings -Wcast-qual \
  -Wpointer-arith -Wimplicit-fallthrough -Wdouble-promotion \
  -Werror=switch -Werror=switch-enum \
  -Werror=incompatible-pointer-types \
  -Werror=int-conversion
SANITIZE_address := -fsanitize=address,undefined -fno-sanitize-recover=all
SANITIZE_thread := -fsanitize=thread
SANITIZE := $(SANITIZE_$(SAN))

# A sanitizer sees the use of freed memory only if it is freed.
CPPFLAGS := -D_POSIX_C_SOURCE=200809L -iquote lib \
  $(patsubst %,-DNO_%,$(sort $(OFF) $(if $(SAN),POOL)))
FRAMES := $(if $(findstring -fomit,$(OPT)),,-fno-omit-frame-pointer)
CFLAGS := -std=c17 -g $(FRAMES) $(OPT) -pthread $(WARNINGS) \
  $(SANITIZE) $(EXTRA_CFLAGS)
LDFLAGS := -pthread $(OPT) $(SANITIZE)
LDLIBS := -lm
COMPILE = $(CC) $(CPPFLAGS) $(CFLAGS)

# What make runs in a loop, `$(call SAY,CC,file)`: one short line a step.
SAY = @printf '  %-5s %s\n' '$(1)' '$(2)'

# The library. LAYERS="base passing" builds it from those folders only.
LAYERS ?= $(filter-out examples stepping,$(notdir $(patsubst %/,%,$(wildcard lib/*/))))
LIB := $(B)/libtroupe.a
LIB_SOURCES := $(wildcard $(LAYERS:%=lib/%/*.c))

ALL := $(LIB)
TEST_PROGRAMS :=

all:

$(LIB): $(LIB_SOURCES:%.c=$(B)/%.o)
	$(call SAY,AR,$@)
	$(Q)rm -f $@ && ar rcs $@ $^

$(B)/%.o: %.c $(B)/flags
	$(call SAY,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(COMPILE) $(if $(WERROR),-Werror) -MMD -MP -c -o $@ $<

# Everything is built again when the flags change.
$(B)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' > $@

include $(wildcard */rules.mk tools/*/rules.mk)
-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d $(B)/*/*/*/*.d)

.PHONY: FORCE all test test-programs asan tsan lint fmt tidy clean help
.SECONDARY:

all: $(ALL)  ## the library, the examples and all programs

test-programs: $(TESTS) $(TEST_PROGRAMS)

test:  ## every test, both compilers and the sanitizers (minutes)
	$(Q)tests/run.sh $(TEST_FLAGS)

test-%:  ## one test, plain: make test-queue (SAN=thread for another mode)
	$(Q)tests/run.sh --mode $(notdir $(B)) $*

asan:  ## every test under the address and undefined sanitizers
	$(Q)tests/run.sh --mode $(notdir $(CC))-address

tsan:  ## every test under the thread sanitizer
	$(Q)tests/run.sh --mode $(notdir $(CC))-thread

lint:  ## format, layers and banned words; seconds
	$(Q)tools/lint.sh

fmt:  ## format all C files in place
	$(Q)git ls-files -co --exclude-standard '*.[ch]' | xargs clang-format -i

tidy:  ## clang-tidy over lib (minutes)
	$(Q)clang-tidy --quiet $(LIB_SOURCES) -- $(CPPFLAGS) -std=c17

clean:  ## remove all that was built
	$(Q)rm -rf build

help:  ## this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' \
	  $(MAKEFILE_LIST)

print-%:
	@echo '$($*)'
