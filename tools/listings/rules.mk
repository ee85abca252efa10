# The listings of the book: blocks filled in from the code they show.
PAGES := book.md $(wildcard chapters/*/README.md)

.PHONY: listings listings-check
listings: $(CHAPTER_PROGRAMS)  ## fill in the addressed blocks of the book
	$(Q)sh tools/listings/listings.sh $(PAGES)

listings-check: $(CHAPTER_PROGRAMS)  ## fail if a listing differs from the code
	$(Q)sh tools/listings/listings.sh --check $(PAGES)
