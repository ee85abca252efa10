// Wanted: 1 compile. Includes itself.
#include "endless-include.c"
