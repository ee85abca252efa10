# undocumented.awk -- the functions of the reference that nothing is said of.
/^### / { h=$2; texted=1; next }
/^```c/ { code=1; body=""; next }
/^```$/ && code { code=0; if (body ~ /\);/ && body !~ /\/\// && !texted && body !~ /typedef|^#define|STATE\(|ENUM\(/) print h ": " body; texted=0; next }
code { body = body $0 " "; next }
/./ { texted=1 }
