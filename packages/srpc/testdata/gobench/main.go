// Gobench measures Go's encoding/gob on a stream of hypervisor updates.
//
// It reads the stream from the file named by its argument, decodes and encodes it
// again and again, and writes the shortest times to the standard output as JSON.
package main

import (
	"bufio"
	"bytes"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strconv"
	"time"
)

type address struct {
	IpAddress  net.IP
	MacAddress string
}

type networkEntry struct {
	NumQueues uint
}

type dfmParams struct {
	NvramSize uint64
	Profile   string
}

type volume struct {
	DFM         dfmParams
	Format      uint
	Interface   uint
	Size        uint64
	Snapshots   map[string]uint64
	Type        uint
	VirtualSize uint64
}

type vmInfo struct {
	Address              address
	ArchitectureType     uint
	ChangedStateOn       time.Time
	ConsoleType          uint
	CreatedOn            time.Time
	CpuPriority          int
	DestroyOnPowerdown   bool
	DestroyProtection    bool
	DisableVirtIO        bool
	ExtraKernelOptions   string
	FirmwareType         uint
	Hostname             string
	IdentityExpires      time.Time
	IdentityName         string
	ImageName            string
	ImageURL             string
	MachineType          uint
	MemoryInMiB          uint64
	MilliCPUs            uint
	NetworkEntries       []networkEntry
	OwnerGroups          []string
	OwnerUsers           []string
	RootFileSystemLabel  string
	SpreadVolumes        bool
	State                uint
	SecondaryAddresses   []address
	SecondarySubnetIDs   []string
	SubnetId             string
	Tags                 map[string]string
	Uncommitted          bool
	VirtualCPUs          uint
	VirtualiserImageName string
	Volumes              []volume
	WatchdogAction       uint
	WatchdogModel        uint
}

type subnet struct {
	Id                string
	IpGateway         net.IP
	IpMask            net.IP
	DomainName        string
	DomainNameServers []net.IP
	DisableMetadata   bool
	Manage            bool
	VlanId            uint
	AllowedGroups     []string
	AllowedUsers      []string
	FirstDynamicIP    net.IP
	LastDynamicIP     net.IP
}

type update struct {
	HaveAddressPool      bool
	AddressPool          []address
	ArchitectureType     uint
	AvailableMemoryInMiB *uint64
	HaveDisabled         bool
	Disabled             bool
	MemoryInMiB          *uint64
	NumCPUs              *uint
	NumFreeAddresses     map[string]uint
	HealthStatus         string
	HaveSerialNumber     bool
	SerialNumber         string
	HaveSubnets          bool
	Subnets              []subnet
	TotalVolumeBytes     *uint64
	HaveVMs              bool
	VMs                  map[string]*vmInfo
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func decode(stream []byte) []*update {
	decoder := gob.NewDecoder(bufio.NewReader(bytes.NewReader(stream)))
	var updates []*update
	for {
		message := new(update)
		err := decoder.Decode(message)
		if err == io.EOF {
			return updates
		}
		fail(err)
		updates = append(updates, message)
	}
}

func encode(updates []*update) int {
	var out bytes.Buffer
	encoder := gob.NewEncoder(&out)
	for _, message := range updates {
		fail(encoder.Encode(message))
	}
	return out.Len()
}

// fastest runs work for so long and returns its shortest time in milliseconds.
func fastest(span time.Duration, work func()) float64 {
	work()
	best := time.Duration(1 << 62)
	for start := time.Now(); time.Since(start) < span; {
		runtime.GC()
		before := time.Now()
		work()
		if took := time.Since(before); took < best {
			best = took
		}
	}
	return float64(best) / float64(time.Millisecond)
}

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: gobench STREAM MILLISECONDS"))
	}
	stream, err := os.ReadFile(os.Args[1])
	fail(err)
	span, err := strconv.Atoi(os.Args[2])
	fail(err)
	updates := decode(stream)
	limit := time.Duration(span) * time.Millisecond
	result := map[string]interface{}{
		"go":       runtime.Version(),
		"messages": len(updates),
		"decodeMs": fastest(limit, func() { decode(stream) }),
		"encodeMs": fastest(limit, func() { encode(updates) }),
	}
	fail(json.NewEncoder(os.Stdout).Encode(result))
}
