# print.awk -- makes the page that is printed from the page that is read:
# what is folded away is open, there is no script, and a block of code of up
# to 24 lines stays on one sheet.

/^<script>/ { skip = 1 }
skip { if (/^<\/script>/) skip = 0; next }
{ gsub(/<details>/, "<details open>") }
/<pre/ { block = ""; lines = 0; inside = 1 }
!inside { print; next }
{ block = block $0 "\n"; lines++ }
/<\/pre>/ {
  if (lines <= 24) sub(/<pre/, "<pre style=\"break-inside: avoid\"", block)
  printf "%s", block
  inside = 0
}
