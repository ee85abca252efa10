// shrink.h -- a failing run, made as plain as it can be.
//
// A run is a row of choices. After the last one the scheduler takes 0 each
// time, so a row and the same row with zeros behind it are one run.
#ifndef SHRINK_H
#define SHRINK_H

#include <stdbool.h>
#include <stddef.h>

// Does the run with these choices fail? The answer is always the same for the
// same choices. Each question is a whole run, and so what the work costs.
typedef bool Fails(void *context, const int *choices, size_t count);

// choices[0] to choices[count - 1] is a run that fails. Sets choices to 0, and
// nothing else, and gives how many are left when those at the end that are 0
// are cut off. Afterwards the run still fails, and with any one more of its
// choices set to 0 it would not. Of a row of which few choices matter it asks
// about no more than four runs a choice.
size_t shrink(int *choices, size_t count, Fails *fails, void *context);

#endif
