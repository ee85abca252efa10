# steps.awk -- makes the steps of a page of `export html` a part of the book.
#
# Wants: id and label (of the figure, text ready for HTML). The parts that must
# not be heard twice are headings there and paragraphs here; steps.js shows one
# step at a time. Without the script all of it stays hidden, and the picture
# beside it is seen instead. There is no empty line: the book is Markdown yet.
BEGIN {
  print "<div class=\"steps\" id=\"" id "\" role=\"group\" tabindex=\"0\" aria-label=\"Step by step: " label "\" hidden>"
  print "<p class=\"turns\">"
  print "<button type=\"button\" data-to=\"first\" aria-label=\"First step\">|&lt;</button>"
  print "<button type=\"button\" data-to=\"back\">Back</button>"
  print "<button type=\"button\" data-to=\"next\">Next</button>"
  print "<button type=\"button\" data-to=\"last\" aria-label=\"Last step\">&gt;|</button>"
  print "<span>or the arrow keys, Home and End</span></p>"
  print "<p class=\"told\" aria-live=\"polite\"></p>"
  print "<div class=\"stack\">"
}
/^<main/ { inside = 1; next }
/^<\/main/ { inside = 0 }
!inside || /^$/ { next }
/^<p>The page has the steps/ { next }
{
  sub(/^<section id="s[0-9]+"><h2>/, "<section><p class=\"at\"><b>")
  sub(/<\/h2><p>/, "</b>: ")
  gsub(/<h3>/, "<p class=\"who\">")
  gsub(/<\/h3>/, "</p>")
  steps += /^<section/
  print
}
END {
  print "</div></div>"
  if (!steps) exit 1
}
