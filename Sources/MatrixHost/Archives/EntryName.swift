/// A name inside an archive that is safe to join to a folder, as its components.
///
/// `.` components and doubled slashes are dropped, as every `tar` does. Refused: absolute names, `..`, control
/// characters, what is not UTF-8 (it could not be shown or recorded), a component over 255 bytes, a name over 1024
/// bytes or 64 components (the folders that a build adds below must stay under the system's 4096).
struct EntryName: Equatable {
    static let byteLimit = 1024
    static let componentByteLimit = 255
    static let componentLimit = 64

    let components: [String]

    init(_ bytes: some Collection<UInt8>) throws {
        func fault(_ fault: NameFault) -> ArchiveError { .badName(String(decoding: bytes, as: UTF8.self), fault) }
        guard bytes.count <= Self.byteLimit else { throw fault(.tooLong) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fault(.notUTF8) }
        guard !text.hasControlCharacter else { throw fault(.controlCharacter) }
        guard text.utf8.first != UInt8(ascii: "/") else { throw fault(.absolute) }
        components = text.utf8.split(separator: UInt8(ascii: "/")).map { String($0)! }.filter { $0 != "." }
        guard !components.isEmpty else { throw fault(.empty) }
        guard components.count <= Self.componentLimit else { throw fault(.tooDeep) }
        guard components.allSatisfy({ $0.utf8.count <= Self.componentByteLimit }) else { throw fault(.tooLong) }
        guard !components.contains("..") else { throw fault(.climbs) }
    }
}

/// Whether a symbolic link in a folder `depth` levels below the top folder stays inside it.
///
/// `..` is allowed only at the start, where what it leaves is a real folder: after another link's name it would leave
/// the folder that the *link* leads to, and a test of the text alone would not see that.
func staysInside(target: String, depth: Int) -> Bool {
    guard !target.isEmpty, target.utf8.first != UInt8(ascii: "/"), !target.hasControlCharacter else { return false }
    let components = target.utf8.split(separator: UInt8(ascii: "/")).map { String($0)! }.filter { $0 != "." }
    let climbs = components.prefix { $0 == ".." }.count
    return climbs <= depth && !components.dropFirst(climbs).contains("..")
}

extension String {
    fileprivate var hasControlCharacter: Bool {
        unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
