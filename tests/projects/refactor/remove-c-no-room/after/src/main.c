#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conn.h"

static char *copy_of(const char *text)
{
	char *out = malloc(strlen(text) + 1);

	if (out)
		strcpy(out, text);
	return out;
}

static int parse(struct conn *c, const char *text)
{
	if (strlen(text) >= sizeof(c->buf))
		return -EMSGSIZE;
	strcpy(c->buf, text);
	c->len = strlen(text);
	return 0;
}

static int serve(const char *text, const char *host)
{
	struct conn *c;
	int ret = -ENOMEM;

	c = conn_get(3);
	if (!c)
		goto out;

	ret = parse(c, text);
	if (ret < 0)
		goto put;

	c->host = copy_of(host);
	if (!c->host) {
		ret = -ENOMEM;
		goto put;
	}
	printf("%s: %zu bytes\n", c->host, c->len);
	ret = (int)c->len;
put:
	conn_put(c);
out:
	return ret;
}

/* No test for NULL here. */
static int peek(void)
{
	struct conn *c = conn_get(7);
	int fd = c->fd;

	conn_put(c);
	return fd;
}

int main(void)
{
	printf("%d\n", serve("hello", "a.example"));
	printf("%d\n", serve("a text that is far too long for the sixty four bytes of the buffer, so", "b"));
	printf("%d\n", peek());
	return 0;
}
