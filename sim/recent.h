// recent.h -- what views read of the last steps, kept from frame to frame.
//
// Going forwards, only the steps made since the last question are read. Going
// back, or to a run that was told otherwise, all is read anew: the answer is
// that of the tape and the cursor alone. What is given out is borrowed until
// the next question of another moment. One thread.
#ifndef SIM_RECENT_H
#define SIM_RECENT_H

#include "chart.h"
#include "depths.h"
#include "metrics.h"
#include "session.h"

// At least so many steps are known, if there were so many.
enum { RECENT_STEPS = 1000 };

typedef struct Recent Recent;

// It knows nothing yet. Free with recent_free.
Recent *recent_new(void);
void recent_free(Recent *recent);

// The first of the last RECENT_STEPS steps.
u64 recent_first(const Session *session);

// All messages of those steps; some may have ended before them.
const Letters *recent_letters(const Session *session);

// The mailboxes' depths.
const Depths *recent_depths(const Session *session);

// Rows of the last `steps` of them, and at most so many of what is in flight.
// Borrowed until the next question for a chart; the caller may cut it.
Chart *recent_chart(const Session *session, u64 steps, size_t flights);

// The numbers of those steps. To be released.
void recent_metrics(const Session *session, Metrics *metrics);

#endif
