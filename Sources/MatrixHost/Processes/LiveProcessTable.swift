import CLinux
import Glibc
import SystemPackage

extension ProcessTable {
    /// The real `/proc`, and signals through pidfds.
    package static let live = ProcessTable(
        lookup: record,
        all: { processNumbers().compactMap { record(of: $0) } },
        signal: send, usage: ProcessUsage.live, environment: environment)

    @Sendable private static func record(of pid: Int32) -> ProcessRecord? {
        guard pid > 0, let stat = readSmallFile("/proc/\(pid)/stat").flatMap(ProcessStatLine.init), !stat.isZombie
        else { return nil }
        let commandLine = (readSmallFile("/proc/\(pid)/cmdline") ?? [])
            .split(separator: 0, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        return ProcessRecord(
            identity: ProcessIdentity(pid: pid, startTime: stat.startTime), parent: stat.parent, session: stat.session,
            executable: readLink("/proc/\(pid)/exe"),
            // Every argument ends with a NUL, and so does the text.
            commandLine: commandLine.last == "" ? commandLine.dropLast() : commandLine)
    }

    @Sendable private static func environment(of pid: Int32) -> [String: String]? {
        guard let bytes = readSmallFile("/proc/\(pid)/environ") else { return nil }
        var variables: [String: String] = [:]
        for text in bytes.split(separator: 0) {
            guard let equals = text.firstIndex(of: UInt8(ascii: "=")) else { continue }
            variables[String(decoding: text[..<equals], as: UTF8.self)] =
                String(decoding: text[(equals + 1)...], as: UTF8.self)
        }
        return variables
    }

    @Sendable private static func send(to process: ProcessIdentity, _ signal: ProcessSignal) -> Bool {
        let descriptor = wsgimatrix_pidfd_open(process.pid)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // The descriptor holds whoever has the number now; only after that is it worth asking who it is.
        guard record(of: process.pid)?.identity == process else { return false }
        // It would end a process that does not expect it.
        if signal == .stacks { return askForStacks(process.pid) }
        return wsgimatrix_pidfd_signal(descriptor, signal.number) == 0
    }
}

/// faulthandler shows the threads of the interpreter that the signalled thread is in, so every thread is signalled.
private func askForStacks(_ pid: Int32) -> Bool {
    guard isCaught(SIGUSR2, by: pid) else { return false }
    let threads = folderEntries("/proc/\(pid)/task").compactMap { Int32($0) }
    return threads.filter { wsgimatrix_signal_thread(pid, $0, SIGUSR2) == 0 }.count > 0
}

/// By the mask `SigCgt` of `/proc/PID/status`, where bit 0 is signal 1.
private func isCaught(_ signal: Int32, by pid: Int32) -> Bool {
    let lines = String(decoding: readSmallFile("/proc/\(pid)/status") ?? [], as: UTF8.self).split(separator: "\n")
    let mask = lines.first { $0.hasPrefix("SigCgt:") }?.split(whereSeparator: { ":\t ".contains($0) }).last
        .flatMap { UInt64($0, radix: 16) }
    return mask.map { $0 & (1 << UInt64(signal - 1)) != 0 } ?? false
}

extension ProcessSignal {
    fileprivate var number: Int32 {
        switch self {
        case .terminate: SIGTERM
        case .kill: SIGKILL
        case .graceful: SIGUSR1
        case .stacks: SIGUSR2
        }
    }
}

/// The numbers of all processes.
func processNumbers() -> [Int32] { folderEntries("/proc").compactMap { Int32($0) } }

/// The fields of `/proc/PID/stat` that identify a process and its kin; the name in parentheses may hold anything.
struct ProcessStatLine {
    var isZombie: Bool
    var parent: Int32
    var session: Int32
    var startTime: UInt64

    init?(_ bytes: [UInt8]) {
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = bytes[(end + 1)...].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        // Counted from the third field, the state: parent 4, session 6, start time 22.
        guard fields.count > 19, let parent = Int32(fields[1]), let session = Int32(fields[3]),
            let startTime = UInt64(fields[19])
        else { return nil }
        (self.isZombie, self.parent, self.session, self.startTime) = (
            fields[0] == "Z" || fields[0] == "X", parent, session, startTime
        )
    }
}

/// A file of `/proc`, whole: it tells no size before it is read.
func readSmallFile(_ path: String) -> [UInt8]? {
    guard let file = try? FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec) else { return nil }
    defer { try? file.close() }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        guard let count = try? block.withUnsafeMutableBytes({ try file.read(into: $0) }) else { return nil }
        guard count > 0 else { return bytes }
        bytes += block[..<count]
    }
}

func readLink(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
        readlink(path, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
}

func folderEntries(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(
            withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
    }
    return names
}
