// cancel.c -- a tree under one lock.
//
// One lock for a whole tree: cancelling has to see all descendants at one
// instant. A cancel marks them under the lock and moves their hooks into the
// tree's list of those that are due; then it calls one after the other without
// the lock. Whoever takes a hook back finds it waiting, due, running or done.
//
// The tree is freed with its last token. A child holds its parent.
#include "passing/cancel.h"

#include "base/check.h"
#include "base/mem.h"

// A call of a hook, on the stack of the thread that makes it.
typedef struct Run {
  const CancelHook *hook;
  pthread_t thread;
  struct Run *next;
} Run;

typedef struct Tree {
  Mutex lock;     // protects all tokens of the tree, and their hooks
  Cond changed;   // a token was cancelled, or a hook is done
  size_t tokens;  // left in it
  Run *runs;      // calls that are being made
} Tree;

struct CancelToken {
  Tree *tree;           // set once
  CancelToken *parent;  // set once; or NULL

  size_t users;  // who has it: holders and children
  bool cancelled;
  List children;
  ListNode sibling;
  List hooks;
};

// ---- Tokens ----

static Tree *tree_new(void) {
  Tree *tree = mem_try(sizeof *tree);
  if (tree != NULL) {
    mutex_init(&tree->lock);
    cond_init(&tree->changed);
  }
  return tree;
}

static void tree_free(Tree *tree) {
  cond_release(&tree->changed);
  mutex_release(&tree->lock);
  mem_free(tree);
}

static void join_locked(CancelToken *token, CancelToken *parent) {
  token->tree->tokens++;
  if (parent != NULL) {
    parent->users++;
    token->cancelled = parent->cancelled;
    list_push_back(&parent->children, &token->sibling);
  }
}

CancelToken *cancel_new(CancelToken *parent) {
  CancelToken *token = mem_try(sizeof *token);
  Tree *tree = parent != NULL ? parent->tree : tree_new();
  if (token == NULL || tree == NULL) {
    if (parent == NULL && tree != NULL) {
      tree_free(tree);
    }
    mem_free(token);
    return NULL;
  }
  token->tree = tree;
  token->parent = parent;
  token->users = 1;
  list_init(&token->children);
  list_init(&token->hooks);
  mutex_lock(&tree->lock);
  join_locked(token, parent);
  mutex_unlock(&tree->lock);
  return token;
}

CancelToken *cancel_retain(CancelToken *token) {
  mutex_lock(&token->tree->lock);
  token->users++;
  mutex_unlock(&token->tree->lock);
  return token;
}

// Frees it, and its parents as far as they have nobody else. True: that was the
// last token of the tree.
static bool leave_locked(CancelToken *token) {
  Tree *tree = token->tree;
  while (token != NULL && --token->users == 0) {
    CHECK(list_is_empty(&token->hooks) && "hooks are taken back first");
    CancelToken *parent = token->parent;
    if (parent != NULL) {
      list_remove(&token->sibling);
    }
    mem_free(token);
    tree->tokens--;
    token = parent;
  }
  return tree->tokens == 0;
}

void cancel_release(CancelToken *token) {
  if (token == NULL) {
    return;
  }
  Tree *tree = token->tree;
  mutex_lock(&tree->lock);
  bool last = leave_locked(token);
  mutex_unlock(&tree->lock);
  if (last) {
    tree_free(tree);
  }
}

bool cancel_is(const CancelToken *token) {
  mutex_lock(&token->tree->lock);
  bool is = token->cancelled;
  mutex_unlock(&token->tree->lock);
  return is;
}

bool cancel_wait(CancelToken *token, Deadline deadline) {
  Tree *tree = token->tree;
  i64 point = deadline_point(deadline, clock_now());
  mutex_lock(&tree->lock);
  bool in_time = true;
  while (!token->cancelled && in_time) {
    in_time = cond_wait_until(&tree->changed, &tree->lock, point);
  }
  bool is = token->cancelled;
  mutex_unlock(&tree->lock);
  return is;
}

// ---- Cancelling ----

static void take_hooks_locked(CancelToken *token, List *due) {
  ListNode *node;
  while ((node = list_first(&token->hooks)) != NULL) {
    list_remove(node);
    list_push_back(due, node);
  }
}

// The one after `token` in the tree below `root`, parents before children.
static CancelToken *next_below_locked(const CancelToken *root,
                                      CancelToken *token) {
  ListNode *node = list_first(&token->children);
  while (node == NULL && token != root) {
    node = list_next(&token->parent->children, &token->sibling);
    token = token->parent;
  }
  return node == NULL ? NULL : CONTAINER_OF(node, CancelToken, sibling);
}

// A loop, not a recursion: a chain of tokens may be longer than the stack.
static void mark_locked(CancelToken *root, List *due) {
  for (CancelToken *token = root; token != NULL;
       token = next_below_locked(root, token)) {
    token->cancelled = true;
    take_hooks_locked(token, due);
  }
}

// Calls a hook that is in no list any more. The lock is held before and after.
// The hook's memory may be gone when the call returns.
static void run_locked(Tree *tree, const CancelHook *hook) {
  Run run = {.hook = hook, .thread = pthread_self(), .next = tree->runs};
  void (*call)(void *arg) = hook->call;
  void *arg = hook->arg;
  tree->runs = &run;
  mutex_unlock(&tree->lock);
  call(arg);
  mutex_lock(&tree->lock);
  Run **place = &tree->runs;
  while (*place != &run) {
    place = &(*place)->next;
  }
  *place = run.next;
  cond_broadcast(&tree->changed);
}

static void run_all_locked(Tree *tree, List *due) {
  ListNode *node;
  while ((node = list_first(due)) != NULL) {
    list_remove(node);
    run_locked(tree, CONTAINER_OF(node, CancelHook, node));
  }
}

bool cancel_now(CancelToken *token) {
  Tree *tree = token->tree;
  List due;
  list_init(&due);
  mutex_lock(&tree->lock);
  bool first = !token->cancelled;
  if (first) {
    token->users++;  // a hook may release the caller's
    mark_locked(token, &due);
    cond_broadcast(&tree->changed);
    run_all_locked(tree, &due);
  }
  mutex_unlock(&tree->lock);
  if (first) {
    cancel_release(token);
  }
  return first;
}

// ---- Hooks ----

void cancel_hook(CancelToken *token, CancelHook *hook, void (*call)(void *arg),
                 void *arg) {
  Tree *tree = token->tree;
  *hook = (CancelHook){.call = call, .arg = arg, .token = token};
  mutex_lock(&tree->lock);
  if (!token->cancelled) {
    list_push_back(&token->hooks, &hook->node);
    mutex_unlock(&tree->lock);
    return;
  }
  token->users++;
  run_locked(tree, hook);
  mutex_unlock(&tree->lock);
  cancel_release(token);
}

// True: another thread is in the hook's call.
static bool runs_elsewhere_locked(const Tree *tree, const CancelHook *hook) {
  for (const Run *run = tree->runs; run != NULL; run = run->next) {
    if (run->hook == hook) {
      return !pthread_equal(run->thread, pthread_self());
    }
  }
  return false;
}

bool cancel_unhook(CancelHook *hook) {
  if (hook->token == NULL) {
    return false;
  }
  Tree *tree = hook->token->tree;
  mutex_lock(&tree->lock);
  bool waits = list_is_linked(&hook->node);
  if (waits) {
    list_remove(&hook->node);
  }
  while (!waits && runs_elsewhere_locked(tree, hook)) {
    cond_wait(&tree->changed, &tree->lock);
  }
  mutex_unlock(&tree->lock);
  return waits;
}

// ---- Guards ----

CancelGuard cancel_guard(CancelToken *token) {
  return (CancelGuard){cancel_retain(token)};
}

void cancel_guard_disarm(CancelGuard *guard) {
  cancel_release(guard->token);
  guard->token = NULL;
}

void cancel_guard_drop(CancelGuard *guard) {
  if (guard->token != NULL) {
    ignore(cancel_now(guard->token));
    cancel_guard_disarm(guard);
  }
}
