/** Folders of the network plugin inside the cluster's folder; containerd takes the first file of the second one. */
export const CNI_BIN_DIR = 'cni-bin';
export const CNI_CONF_DIR = 'cni';
