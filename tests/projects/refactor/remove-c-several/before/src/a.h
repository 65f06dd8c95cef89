int lookup(const char *key);
void done(void);
