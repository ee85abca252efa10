// html_parts.h -- what is alike in every page of export_html.c.
#ifndef SIM_HTML_PARTS_H
#define SIM_HTML_PARTS_H

extern const char html_head[];      // up to the title
extern const char html_style[];     // from the title's end to the heading
extern const char html_controls[];  // from the heading's end to the steps
extern const char html_foot[];      // the script, and the end

#endif
