function $name() {
  return {
    statusCode: $status,
    statusDescription: '$reason',
    headers: {
      'cache-control': { value: 'no-store' },
      'content-security-policy': { value: "default-src 'unsafe-inline' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
      'content-type': { value: 'text/html; charset=utf-8' },
      'referrer-policy': { value: 'no-referrer' },
      'retry-after': { value: '60' },
      'x-content-type-options': { value: 'nosniff' },
    },
    body: { encoding: 'text', data: $page },
  };
}
