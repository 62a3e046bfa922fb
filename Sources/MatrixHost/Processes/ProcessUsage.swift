import Glibc

/// What a process holds at one moment.
package struct ProcessUsage: Sendable, Equatable {
    /// Entries of `/proc/PID/fd`.
    package var descriptors: Int
    package var threads: Int
    /// VmRSS in units of 1,024 bytes.
    package var residentKilobytes: Int

    package init(descriptors: Int, threads: Int, residentKilobytes: Int) {
        self.descriptors = descriptors
        self.threads = threads
        self.residentKilobytes = residentKilobytes
    }
}

extension ProcessUsage {
    /// Reads `/proc`; nil when the process is gone or belongs to somebody else.
    @Sendable static func live(of pid: Int32) -> ProcessUsage? {
        guard let folder = opendir("/proc/\(pid)/fd") else { return nil }
        defer { closedir(folder) }
        guard let status = readSmallFile("/proc/\(pid)/status") else { return nil }
        var descriptors = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { descriptors += 1 }
        }
        let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
        func number(_ field: String) -> Int? {
            lines.first { $0.hasPrefix(field + ":") }?.split(whereSeparator: { " \t".contains($0) }).dropFirst().first
                .flatMap { Int($0) }
        }
        guard let threads = number("Threads"), let resident = number("VmRSS") else { return nil }
        return ProcessUsage(descriptors: descriptors, threads: threads, residentKilobytes: resident)
    }
}
