# The book as HTML, EPUB and PDF.
.PHONY: book
book: listings-check  ## the book into build/book (pandoc and a browser)
	$(Q)TROUPE_SIM=$(B)/troupe-sim sh tools/book/book.sh $(ARGS)
