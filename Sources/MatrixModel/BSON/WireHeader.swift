/// The four numbers in front of every message of MongoDB's wire protocol.
package struct WireHeader: Hashable, Sendable {
    /// 16 bytes.
    package static let size = 16

    /// Of the whole message in bytes, header included.
    package var length: Int32
    package var requestID: Int32
    package var responseTo: Int32
    package var opcode: Int32

    package init(length: Int32, requestID: Int32, responseTo: Int32, opcode: Int32) {
        self.length = length
        self.requestID = requestID
        self.responseTo = responseTo
        self.opcode = opcode
    }

    /// Reads the header in front of `message`; says nothing about whether the rest is there.
    package init(_ message: ArraySlice<UInt8>) throws(BSONError) {
        var scanner = BSONScanner(message)
        length = try scanner.int32()
        requestID = try scanner.int32()
        responseTo = try scanner.int32()
        opcode = try scanner.int32()
    }
}
