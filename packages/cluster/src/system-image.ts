/** The cluster's own image: pause container and volume helper. */
export const SYSTEM_IMAGE = 'seatrial.dev/system:1';
/** Namespace of what the cluster itself needs beside kube-system. */
export const SYSTEM_NAMESPACE = 'seatrial-system';
