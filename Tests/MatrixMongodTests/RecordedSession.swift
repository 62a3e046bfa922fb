import FoundationEssentials
import MatrixModel

@testable import MatrixMongod

/// What a real PyMongo sent when it dropped a collection, inserted five documents, read them in batches of two, abandoned
/// a cursor, looked one up and dropped the collection. One message a line: the connection's number and the bytes.
struct RecordedSession {
    static let drivers = ["2.2", "2.9.5", "3.7.2", "3.13.0", "4.8.0", "4.20.0"]

    var messages: [(connection: Int, bytes: [UInt8])] = []

    init(driver: String) throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "Golden/mongod/pymongo-\(driver).txt")
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: " ")
            let digits = Array(parts[1].utf8)
            let bytes = stride(from: 0, to: digits.count, by: 2).map { start in
                UInt8(String(decoding: digits[start..<start + 2], as: UTF8.self), radix: 16)!
            }
            messages.append((Int(parts[0])!, bytes))
        }
    }

    /// The message with the cursor of this run for the one that the server had given out when it was recorded.
    static func renewed(_ bytes: [UInt8], cursor: Int64) throws -> [UInt8] {
        var bytes = bytes
        let header = try WireHeader(bytes[...])
        let place: Int?
        switch header.opcode {
        case Opcode.getMore.rawValue, Opcode.killCursors.rawValue: place = bytes.count - 8
        case Opcode.msg.rawValue, Opcode.query.rawValue:
            place =
                bytes.firstRange(of: [0x12] + Array("getMore\0".utf8))?.upperBound
                ?? bytes.firstRange(of: Array("cursors\0".utf8))?.upperBound.advanced(by: 7)
        default: place = nil
        }
        guard let place else { return bytes }
        for byte in 0..<8 { bytes[place + byte] = UInt8(truncatingIfNeeded: cursor >> (8 * Int64(byte))) }
        return bytes
    }
}
