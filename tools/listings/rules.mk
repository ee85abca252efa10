# The listings of the book: blocks filled in from the code they show.
PAGES := book.md lib/README.md $(wildcard chapters/*/README.md)

.PHONY: listings listings-check
listings: all  ## fill in the addressed blocks of the book
	$(Q)TROUPE_SIM=$(B)/troupe-sim sh tools/listings/listings.sh $(PAGES)

listings-check: all  ## fail if a listing differs from the code
	$(Q)TROUPE_SIM=$(B)/troupe-sim sh tools/listings/listings.sh --check $(PAGES)
