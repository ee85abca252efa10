// escape.c -- character by character; what is not UTF-8 becomes U+FFFD.
#include "escape.h"

static void add_rune(u32 rune, Text *out) {
  char bytes[4];
  text_add_bytes(out, bytes, text_encode(rune, bytes));
}

void escape_json(const char *text, Text *out) {
  while (*text != '\0') {
    u32 rune = text_rune(&text);
    if (rune == '"' || rune == '\\') {
      text_addf(out, "\\%c", (char)rune);
    } else if (rune < 0x20) {
      text_addf(out, "\\u%04x", rune);
    } else {
      add_rune(rune, out);
    }
  }
}

void escape_xml(const char *text, size_t limit, Text *out) {
  for (size_t i = 0; *text != '\0'; i++) {
    u32 rune = text_rune(&text);
    if (i >= limit && *text != '\0') {
      text_add(out, "\xE2\x80\xA6");
      return;
    }
    if (rune == '&') {
      text_add(out, "&amp;");
    } else if (rune == '<') {
      text_add(out, "&lt;");
    } else if (rune == '>') {
      text_add(out, "&gt;");
    } else if (rune == '"') {
      text_add(out, "&quot;");
    } else {
      add_rune(rune < 0x20 ? ' ' : rune, out);
    }
  }
}

void escape_c(const char *text, Text *out) {
  for (; *text != '\0'; text++) {
    unsigned char byte = (unsigned char)*text;
    if (byte == '"' || byte == '\\') {
      text_addf(out, "\\%c", *text);
    } else if (byte < 0x20 || byte >= 0x7F || byte == '?') {
      text_addf(out, "\\%03o", byte);  // also no trigraphs
    } else {
      text_add_bytes(out, text, 1);
    }
  }
}
