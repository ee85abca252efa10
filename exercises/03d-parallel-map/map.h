// map.h -- many tasks, and never more than so many under way. The contract is
// given; do not change it.
#ifndef EXERCISE_MAP_H
#define EXERCISE_MAP_H

enum { MAP_MOST = 8 };  // how wide it may be

// Sets out[i] to work(in[i]) for each i below `count`. Each is worked on once,
// by one of `width` threads (1 to MAP_MOST), which takes the next task when it
// has finished one. Blocks until all are done and the threads have ended.
// `work` is called under no lock. Any thread, several at a time.
void parallel_map(int count, int width, long (*work)(long), const long *in,
                  long *out);

#endif
