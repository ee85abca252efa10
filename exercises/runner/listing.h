// listing.h -- the exercises, a line each.
#ifndef RUNNER_LISTING_H
#define RUNNER_LISTING_H

#include <stdio.h>

#include "learn.h"

// Writes those that fit the filter, all for NULL; gives how many.
size_t listing_write(FILE *out, const Learn *learn, const char *filter);

#endif
