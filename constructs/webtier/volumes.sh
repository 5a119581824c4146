# On instances of the Nitro System a device has not the name of its mapping, and may have another one after each start.
device_of() {
	local disk name
	for disk in "$1" "/dev/xvd${1#/dev/sd}"; do
		if [ -b "$disk" ]; then
			readlink -f "$disk"
			return
		fi
	done
	command -v ebsnvme-id >/dev/null || return
	for disk in /dev/nvme*n1; do
		name=$(ebsnvme-id -b "$disk" 2>/dev/null) || continue
		if [ "/dev/${name#/dev/}" = "$1" ]; then
			echo "$disk"
			return
		fi
	done
	return 1
}

mount_volume() {
	local disk uuid tries=24 probed=0
	until disk=$(device_of "$1"); do
		tries=$((tries - 1))
		if [ "$tries" -eq 0 ]; then
			echo "evenkeel: there is no volume $1"
			exit 1
		fi
		sleep 5
	done
	blkid -p "$disk" >/dev/null || probed=$?
	case $probed in
	0) ;; # there is something on it
	2) mkfs.xfs -q "$disk" ;;
	*)
		echo "evenkeel: whether volume $1 is empty cannot be told"
		exit 1
		;;
	esac
	uuid=$(blkid -p -s UUID -o value "$disk")
	mkdir -p "$2"
	sed -i "\| $2 |d" /etc/fstab # the image may have a line of the server that it was made from
	echo "UUID=$uuid $2 auto defaults,nofail 0 2" >>/etc/fstab
	mountpoint -q "$2" || mount "$disk" "$2"
}
