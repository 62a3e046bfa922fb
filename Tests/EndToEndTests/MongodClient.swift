import Glibc
import MatrixModel
import SystemPackage

/// A client of MongoDB's protocol: one command, one answer.
struct MongodClient {
    let port: UInt16

    /// Throws `Errno` when nobody listens or the answer does not come.
    func run(_ command: BSONDocument) throws -> BSONDocument {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let file = FileDescriptor(rawValue: descriptor)
        defer { try? file.close() }
        try connect(descriptor)
        try file.writeAll(OpMsg(command).encoded(requestID: 1))
        var answer: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
        defer { buffer.deallocate() }
        while true {
            if answer.count >= WireHeader.size, try answer.count >= Int(WireHeader(answer[...]).length) { break }
            let count = try file.read(into: buffer)
            guard count > 0 else { throw Errno.connectionReset }
            answer += buffer.prefix(count)
        }
        return try OpMsg(message: answer[...]).body
    }

    private func connect(_ descriptor: Int32) throws {
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
    }
}
