/** The id that the map has for a peer. */
export function peerId({ cluster, namespace, kind, name }) {
  return [cluster, namespace, kind, name].join('/');
}
