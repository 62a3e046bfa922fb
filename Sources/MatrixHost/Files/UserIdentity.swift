import Glibc

/// A user of this machine with all of its groups, as the kernel weighs permissions.
package struct UserIdentity: Sendable, Equatable {
    package var name: String
    package var userID: UInt32
    package var groupIDs: Set<UInt32>

    package init(name: String, userID: UInt32, groupIDs: Set<UInt32>) {
        self.name = name
        self.userID = userID
        self.groupIDs = groupIDs
    }

    /// Looks a user up by name; nil when the machine has none of that name.
    package static func named(_ name: String) -> UserIdentity? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        guard getpwnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        var count: Int32 = 256
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(name, entry.pw_gid, &groups, &count) >= 0 else { return nil }
        return UserIdentity(name: name, userID: entry.pw_uid, groupIDs: Set(groups[..<Int(count)]))
    }
}
