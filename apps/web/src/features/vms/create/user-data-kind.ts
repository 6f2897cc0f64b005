/** What cloud-init makes of user data, told by how it begins. */
export interface UserDataKind {
  readonly id:
    | "cloud-config"
    | "script"
    | "include"
    | "jinja"
    | "mime"
    | "boothook"
    | "part-handler"
    | "unknown"
    | "empty";
  readonly label: string;
}

const beginnings: readonly (readonly [RegExp, UserDataKind])[] = [
  [/^#cloud-config\s*(\r?\n|$)/, { id: "cloud-config", label: "cloud-config (YAML)" }],
  [/^#cloud-config-archive/, { id: "mime", label: "archive of parts" }],
  [/^#cloud-boothook/, { id: "boothook", label: "boot hook, runs at each start" }],
  [/^#part-handler/, { id: "part-handler", label: "part handler" }],
  [/^#include/, { id: "include", label: "list of addresses to read from" }],
  [/^## template: *jinja/i, { id: "jinja", label: "Jinja template" }],
  [/^#!/, { id: "script", label: "script, runs at the first start" }],
  [/^(Content-Type|MIME-Version):/i, { id: "mime", label: "MIME parts" }],
];

export function kindOf(text: string): UserDataKind {
  if (text.trim() === "") return { id: "empty", label: "" };
  return (
    beginnings.find(([pattern]) => pattern.test(text))?.[1] ?? {
      id: "unknown",
      label: "not known to cloud-init",
    }
  );
}

/** Something about a line of user data; lines count from 1. */
export interface UserDataNote {
  readonly line: number;
  readonly text: string;
  readonly grave: boolean;
}

/** What can be told from the beginning alone. */
export function beginningNotes(text: string): readonly UserDataNote[] {
  const { id } = kindOf(text);
  if (id !== "unknown") return [];
  const looksLikeConfig = /^\s*(#\s*cloud-config|[a-z_]+:\s)/m.test(text);
  return [
    {
      line: 1,
      grave: true,
      text: looksLikeConfig
        ? "Begin with “#cloud-config” alone on the first line: cloud-init ignores it otherwise"
        : "Begin with “#cloud-config” or “#!”: cloud-init ignores it otherwise",
    },
  ];
}

/** Top-level keys of cloud-config modules; others are most likely mistyped. */
export const cloudConfigKeys: ReadonlySet<string> = new Set(
  `allow_public_ssh_keys ansible apk_repos apt apt_pipelining apt_update apt_upgrade apt_reboot_if_required
  authkey_hash autoinstall bootcmd byobu_by_default ca_certs ca-certs chef chpasswd cloud_config_modules
  cloud_final_modules cloud_init_modules create_hostname_file datasource datasource_list debug device_aliases
  disable_ec2_metadata disable_root disable_root_opts disk_setup drivers fan final_message fqdn fs_setup groups growpart
  grub_dpkg grub-dpkg hostname keyboard landscape launch-index locale locale_configfile lxd manage_etc_hosts
  manage_resolv_conf mcollective merge_how merge_type mount_default_fields mounts network no_ssh_fingerprints ntp output
  package_reboot_if_required package_update package_upgrade packages password phone_home power_state preserve_hostname
  prefer_fqdn_over_hostname puppet random_seed reporting resize_rootfs resolv_conf rh_subscription rpi rsyslog runcmd
  salt_minion snap spacewalk ssh ssh_authorized_keys ssh_deletekeys ssh_fp_console_blacklist ssh_genkeytypes
  ssh_import_id ssh_key_console_blacklist ssh_keys ssh_publish_hostkeys ssh_pwauth ssh_quiet_keygen swap system_info
  timezone ubuntu_advantage ubuntu_pro unverified_modules updates user users vendor_data version wireguard write_files
  yum_repo_dir yum_repos zypper`.split(/\s+/),
);
