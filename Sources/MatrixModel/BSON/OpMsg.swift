/// A message with opcode 2013, which carries commands and replies: one document, and lists of documents beside it.
///
/// From MongoDB's specification "OP_MSG". A checksum is passed over, since the connections here are TCP on one machine.
package struct OpMsg: Hashable, Sendable {
    package static let opcode: Int32 = 2013

    package struct Flags: OptionSet, Hashable, Sendable {
        package let rawValue: UInt32
        package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let checksumPresent = Flags(rawValue: 1)
        /// Of a request: no answer is wanted. Of an answer: another one follows unasked.
        package static let moreToCome = Flags(rawValue: 2)
        /// The client takes several answers to this request.
        package static let exhaustAllowed = Flags(rawValue: 0x1_0000)

        /// The low 16 bits must be understood, the others may be ignored.
        fileprivate var unknown: UInt32 { rawValue & 0xFFFF & ~(Self.checksumPresent.union(.moreToCome).rawValue) }
    }

    /// A section of kind 1: documents that belong to the body as an array of that name.
    package struct Sequence: Hashable, Sendable {
        package var name: String
        package var documents: [BSONDocument]

        package init(name: String, documents: [BSONDocument]) {
            self.name = name
            self.documents = documents
        }
    }

    package var flags: Flags
    package var body: BSONDocument
    package var sequences: [Sequence]

    package init(_ body: BSONDocument, sequences: [Sequence] = [], flags: Flags = []) {
        self.flags = flags
        self.body = body
        self.sequences = sequences
    }

    /// Reads what stands behind the header; every length is checked.
    package init(payload: ArraySlice<UInt8>) throws(BSONError) {
        var scanner = BSONScanner(payload)
        flags = Flags(rawValue: UInt32(bitPattern: try scanner.int32()))
        guard flags.unknown == 0 else { throw .unknownFlags(flags.unknown) }
        if flags.contains(.checksumPresent) {
            guard scanner.rest.count >= 4 else {
                throw .wrongLength(claimed: 4, available: scanner.rest.count, at: 4)
            }
            scanner = BSONScanner(scanner.rest.dropLast(4))
        }
        var body: BSONDocument?
        sequences = []
        while !scanner.isAtEnd {
            switch try scanner.byte() {
            case 0:
                guard body == nil else { throw .noSingleBody }
                body = try scanner.next()
            case 1: sequences.append(try scanner.sequence())
            case let kind: throw .unknownSection(kind)
            }
        }
        guard let body else { throw .noSingleBody }
        self.body = body
    }

    /// Reads a whole message, such as a reply.
    package init(message: ArraySlice<UInt8>) throws(BSONError) {
        let header = try WireHeader(message)
        guard header.opcode == Self.opcode else { throw .unexpectedMessage(opcode: header.opcode) }
        guard Int(header.length) == message.count else {
            throw .wrongLength(claimed: Int(header.length), available: message.count, at: 0)
        }
        try self.init(payload: message.dropFirst(WireHeader.size))
    }

    /// The whole message, header included.
    package func encoded(requestID: Int32, responseTo: Int32 = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(WireHeader.size + 5 + body.bytes.count)
        for number in [0, requestID, responseTo, Self.opcode] { bytes.append(littleEndian: number) }
        bytes.append(littleEndian: flags.subtracting(.checksumPresent).rawValue)
        bytes.append(0)
        bytes.append(contentsOf: body.bytes)
        for sequence in sequences {
            bytes.append(1)
            let start = bytes.count
            bytes.append(littleEndian: Int32(0))
            bytes.append(contentsOf: sequence.name.utf8)
            bytes.append(0)
            for document in sequence.documents { bytes.append(contentsOf: document.bytes) }
            bytes.replace(littleEndian: Int32(truncatingIfNeeded: bytes.count - start), at: start)
        }
        bytes.replace(littleEndian: Int32(truncatingIfNeeded: bytes.count), at: 0)
        return bytes
    }
}

extension BSONScanner {
    fileprivate mutating func sequence() throws(BSONError) -> OpMsg.Sequence {
        let available = rest.count
        let claimed = Int(try int32())
        guard claimed >= 5, claimed <= available else {
            throw .wrongLength(claimed: claimed, available: available, at: 0)
        }
        var inner = BSONScanner(rest.prefix(claimed - 4))
        let name = String(decoding: try inner.cString(), as: UTF8.self)
        var documents: [BSONDocument] = []
        while !inner.isAtEnd { documents.append(try inner.next()) }
        try pass(claimed - 4)
        return OpMsg.Sequence(name: name, documents: documents)
    }
}
