// report.h -- what a search found, in lines of text.
#ifndef STEPPING_REPORT_H
#define STEPPING_REPORT_H

#include <stdio.h>

#include "stepping/hunt.h"

void report_print(FILE *out, const Run *run, const HuntResult *result);

#endif
