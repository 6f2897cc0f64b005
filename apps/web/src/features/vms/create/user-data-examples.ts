/** Something that is often wanted in user data. */
interface UserDataExample {
  readonly label: string;
  readonly insertInto: (text: string) => string;
}

/** Adds a block to a cloud-config, which is begun where there is none. */
const block = (lines: string) => (text: string) => {
  const begun = text.trim() === "" ? "#cloud-config" : text.trimEnd();
  return `${begun}\n${lines}\n`;
};

export const userDataExamples: readonly UserDataExample[] = [
  { label: "Packages", insertInto: block("package_update: true\npackages:\n  - htop") },
  {
    label: "User with a key",
    insertInto: block(
      "users:\n  - default\n  - name: admin\n    groups: sudo\n    shell: /bin/bash\n    ssh_authorized_keys:\n      - ssh-ed25519 AAAA… you@example.com",
    ),
  },
  {
    label: "File",
    insertInto: block(
      "write_files:\n  - path: /etc/motd\n    permissions: '0644'\n    content: |\n      Welcome",
    ),
  },
  { label: "Commands at the first start", insertInto: block("runcmd:\n  - systemctl enable --now nginx") },
  { label: "Time zone and locale", insertInto: block("timezone: Etc/UTC\nlocale: en_US.UTF-8") },
  {
    label: "Shell script instead",
    insertInto: (text) => (text.trim() === "" ? "#!/bin/sh\nset -eu\n" : text),
  },
];
