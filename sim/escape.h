// escape.h -- text inside other languages. Each adds to *out.
#ifndef SIM_ESCAPE_H
#define SIM_ESCAPE_H

#include "text.h"

// Inside the quotes of a JSON string.
void escape_json(const char *text, Text *out);

// Inside an element or a quoted attribute of XML or HTML: at most `limit`
// characters, an ellipsis for the rest. Control characters become blanks.
void escape_xml(const char *text, size_t limit, Text *out);

// Inside the quotes of a C string.
void escape_c(const char *text, Text *out);

#endif
