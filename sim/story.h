// story.h -- steps in words.
#ifndef SIM_STORY_H
#define SIM_STORY_H

#include "model.h"

// What the step that led to this model was: "counter handles inc{amount: 42}
// from main: count 0 -> 42". Adds to *out.
void story_step(const Model *model, Text *out);

// An option that could be taken: "flush  main -> counter  inc{amount: 42}".
void story_option(const Model *model, const ModelOption *option, Text *out);

// Sender and receiver of the message an option is about; 0: none.
u64 story_from(const ModelOption *option);
u64 story_to(const ModelOption *option);

#endif
