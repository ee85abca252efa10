// request_answers.c -- the same fields, in two shapes.
#include "acting/request_answers.h"

#include <string.h>

#include "telling/fields.h"

// Puts the reply's fields behind request and outcome of the asker's message.
// Field by field: both shapes have the same kinds, at other offsets.
static bool fill_carrier(Message *answer, const Shape *reply, void *fields) {
  const Shape *shape = message_shape(answer);
  char *to = message_fields(answer);
  for (size_t i = 0; i < reply->count; i++) {
    Field from = reply->fields[i];
    Field into = shape->fields[i + 2];
    // One field as a shape of its own, moved to where the message has it.
    size_t shift = from.offset;
    from.offset = 0;
    Shape one = {&from, 1, from.size, false};
    if (!fields_send(&one, to + into.offset, (char *)fields + shift)) {
      fields_release(shape, to);
      return false;
    }
  }
  return true;
}

bool request_fill(Message *answer, const RequestSpec *spec, RequestId request,
                  AskOutcome *outcome, void *fields) {
  bool filled = true;
  if (fields != NULL && *outcome == ASK_OK) {
    const Shape *reply = spec->info->reply();
    filled = spec->brings ? fill_carrier(answer, reply, fields)
                          : fields_send(reply, message_fields(answer), fields);
  }
  if (!filled) {
    *outcome = ASK_NO_MEMORY;
  }
  if (spec->brings) {
    const Shape *shape = message_shape(answer);
    char *to = message_fields(answer);
    memcpy(to + shape->fields[0].offset, &request, sizeof request);
    memcpy(to + shape->fields[1].offset, outcome, sizeof *outcome);
  }
  return filled;
}
