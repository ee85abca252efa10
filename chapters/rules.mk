# The chapters' programs: each .c file is one. Those of the first chapters need
# nothing but the compiler; the library is linked where its headers are used.
CHAPTER_SOURCES := $(wildcard chapters/*/*.c)
CHAPTER_PROGRAMS := $(CHAPTER_SOURCES:%.c=$(B)/%)
ON_THE_LIBRARY := $(shell grep -l '^.include "' $(CHAPTER_SOURCES) /dev/null)
ALL += $(CHAPTER_PROGRAMS)
TEST_PROGRAMS += $(CHAPTER_PROGRAMS)

$(ON_THE_LIBRARY:%.c=$(B)/%): $(LIB)
$(CHAPTER_PROGRAMS): %: %.o
	$(call SAY,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

.PHONY: chapter fail
chapter:  ## build and run a chapter: N=01 [STEP=2 [ARGS="ABAB"]]
	$(Q)B=$(B) MAKE=$(MAKE) tools/book/chapter.sh run "$(N)" $(STEP) $(ARGS)

fail:  ## show the failures a chapter is about: N=01
	$(Q)B=$(B) MAKE=$(MAKE) tools/book/chapter.sh fail "$(N)"

# Figures drawn from what was measured once and is kept beside them, the
# pictures of the chapters' scenes, and the simulator's one on the front page.
.PHONY: figures
figures: $(addsuffix /cost.svg,$(addprefix chapters/,01-two-threads 02-waiting 03-channels 05-ask)) all  ## draw all figures again
	$(Q)$(B)/troupe-sim bank --headless --seed 3 -x run \
	  -x 'export svg sim/scenes/bank.svg' >/dev/null 2>&1 || [ $$? -eq 1 ]
	$(Q)TROUPE_SIM=$(B)/troupe-sim tools/book/scenes.sh --write $(PAGES)
chapters/02-waiting/cost.svg: chapters/02-waiting/cost.txt tools/book/plot.awk
	$(Q)awk -v title='A turn, there and back' \
	  -v unit='times a turn of two threads that spin; shorter is cheaper' \
	  -f tools/book/plot.awk $< > $@
chapters/03-channels/cost.svg: chapters/03-channels/cost.txt tools/book/plot.awk
	$(Q)awk -v title='An item through a channel, by its room' \
	  -v unit='times an item with room for 4096; shorter is cheaper' \
	  -f tools/book/plot.awk $< > $@
chapters/05-ask/cost.svg: chapters/05-ask/cost.txt tools/book/plot.awk
	$(Q)awk -v title='One answer, by its way back and how many are pending' \
	  -v unit='times a message told and handled; shorter is cheaper' \
	  -f tools/book/plot.awk $< > $@
chapters/01-two-threads/cost.svg: chapters/01-two-threads/cost.txt tools/book/plot.awk
	$(Q)awk -v title='One addition, by way and threads' \
	  -v unit='times the plain addition of one thread; shorter is cheaper' \
	  -f tools/book/plot.awk $< > $@
