const site = $site;

// bits writes an address in zeros and ones.
function bits(address) {
  if (!address.includes(':')) {
    return address.split('.').map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  }
  const halves = address.split('::').map((half) => (half ? half.split(':') : []));
  const tail = halves.length > 1 ? halves[1] : [];
  const zeros = '0,'.repeat(8 - halves[0].length - tail.length).split(',').slice(0, -1);
  return halves[0].concat(zeros, tail).map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

function within(address, range) {
  const parts = range.split('/');
  return address.includes(':') === range.includes(':') && bits(address).startsWith(bits(parts[0]).slice(0, Number(parts[1])));
}

function query(parameters) {
  const all = [];
  Object.keys(parameters).forEach((name) => {
    (parameters[name].multiValue || [parameters[name]]).forEach((one) => all.push(one.value ? name + '=' + one.value : name));
  });
  return all.length ? '?' + all.join('&') : '';
}

function handler(event) {
  const request = event.request;
  if (site.maintenance && request.uri !== site.path && !site.operators.some((range) => within(event.viewer.ip, range))) {
    return page();
  }
  if (site.redirects.includes(request.headers.host.value.toLowerCase())) {
    const location = 'https://' + site.name + request.uri + query(request.querystring);
    return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: location } } };
  }
  return request;
}
