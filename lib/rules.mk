# Each lib/examples/NAME.c is a whole program on the library.
EXAMPLES := $(patsubst %.c,$(B)/%,$(wildcard lib/examples/*.c))
ALL += $(EXAMPLES)
TEST_PROGRAMS += $(EXAMPLES)

$(EXAMPLES): $(B)/%: $(B)/%.o $(LIB)
	$(call SAY,LINK,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LDLIBS)
