package dev.pawl.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedDirectoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ext4",
        "xfs",
        "btrfs",
        "zfs",
        "f2fs",
        "tmpfs",
        "overlay",
        "apfs",
        "hfs",
        "ufs",
        "jfs",
        "reiserfs",
        "bcachefs",
        "ntfs3",
        "ecryptfs",
        "ext2",
        "ext3",
        "APFS"
      })
  void refusal_fileSystemOfOneMachine_isNone(String type) {
    String refusal = TrustedDirectory.refusal(type, null);

    assertThat(refusal).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "virtiofs",
        "drvfs",
        "fuse",
        "fuse.sshfs",
        "fuseblk",
        "lustre",
        "gpfs",
        "ceph",
        "fuse.ceph",
        "beegfs",
        "afs",
        "ocfs2",
        "gfs2",
        "glusterfs",
        "orangefs",
        "pvfs2",
        "coda",
        "vboxsf",
        "prl_fs",
        "vmhgfs",
        "acfs",
        "panfs",
        "wekafs",
        "webdav",
        "afpfs",
        "exofs",
        "pmfs-of-tomorrow",
        ""
      })
  void refusal_anyOtherFileSystem_namesTypeAndOverride(String type) {
    String refusal = TrustedDirectory.refusal(type, null);

    assertThat(refusal).contains("type " + type, "PAWL_ALLOW_FILE_SYSTEM=" + type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lustre", "fuse.sshfs"})
  void refusal_typeThatTheUserVouchesFor_isNone(String type) {
    String allowed = TrustedDirectory.refusal(type, type);
    String other = TrustedDirectory.refusal(type, "nfs");

    assertThat(allowed).isNull();
    assertThat(other).isNotNull();
  }
}
