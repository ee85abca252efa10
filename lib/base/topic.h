// topic.h -- patterns of topics: which messages somebody wants.
//
// A topic is a text of levels between dots, "sport.tennis.score". A pattern is
// one too, in which a level `*` stands for any one level, and as the last level
// `>` for one or more and `#` for none or more. A level may be empty. (So NATS
// and, for `#`, AMQP have it.)
#ifndef BASE_TOPIC_H
#define BASE_TOPIC_H

#include "base/types.h"

// False if `>` or `#` stands anywhere but as the last level.
bool topic_pattern_is_valid(const char *pattern);

// True if a valid pattern stands for the topic. In the topic nothing is
// special.
bool topic_matches(const char *pattern, const char *topic);

#endif
