// request_answers.h -- what a reply brings, put into the answer that was made
// with the ask. Not for users; see requests.h.
#ifndef ACTING_REQUEST_ANSWERS_H
#define ACTING_REQUEST_ANSWERS_H

#include "acting/request_table.h"

// Moves and copies the reply's `fields` into the answer, as sends do, where the
// outcome is ASK_OK (NULL: none), with request and outcome before them if the
// asker named a message for it. False: no memory for the fields, and none are
// there; the outcome is ASK_NO_MEMORY then.
MUST_USE bool request_fill(Message *answer, const RequestSpec *spec,
                           RequestId request, AskOutcome *outcome,
                           void *fields);

#endif
