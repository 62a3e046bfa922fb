import ArgumentParser

/// mongod's options: those that mean something here, and those that scripts pass along and that are taken without effect.
struct MongodOptions: ParsableArguments {
    @Option(help: "The port to listen on; 0 takes a free one and says which.") var port: UInt16 = 27017
    @Option(name: .customLong("bind_ip"), help: "The address to listen on.") var bindIP = "127.0.0.1"
    @Option(help: "Taken and not used: everything is kept in memory.") var dbpath: String?
    @Option(name: .customLong("replSet"), help: "The name of the set to be a member of.") var replSet: String?
    @Option(help: "A file that gets the number of the process.") var pidfilepath: String?
    @Option(help: "The log; without it standard output is.") var logpath: String?
    @Flag(help: "Go on in the background, and return when it listens.") var fork = false
    @Flag(name: .customLong("version"), help: "Say what this is.") var showsVersion = false

    @Option(name: .customLong("announce-on"), help: .hidden) var announcementDescriptor: Int32?

    @Flag(
        name: [
            .customLong("nounixsocket"), .customLong("logappend"), .customLong("quiet"), .customLong("nojournal"),
            .customLong("journal"), .customLong("noauth"), .customLong("directoryperdb"), .customLong("noprealloc"),
            .customLong("smallfiles"), .customLong("notablescan"), .customLong("ipv6"), .customLong("noscripting"),
            .customLong("nohttpinterface"), .customLong("verbose"), .customShort("v"),
        ], help: .hidden) var ignoredFlags: Int
    @Option(
        name: [
            .customLong("oplogSize"), .customLong("setParameter"), .customLong("storageEngine"),
            .customLong("wiredTigerCacheSizeGB"), .customLong("slowms"), .customLong("profile"),
            .customLong("syncdelay"), .customLong("maxConns"), .customLong("unixSocketPrefix"),
            .customLong("networkMessageCompressors"), .customLong("timeStampFormat"),
            .customLong("enableMajorityReadConcern"),
        ], help: .hidden) var ignoredOptions: [String] = []

    /// The first of mongod's comma-separated addresses, as a number.
    var address: String {
        let first = bindIP.split(separator: ",").first.map(String.init) ?? "127.0.0.1"
        return first == "localhost" ? "127.0.0.1" : first
    }
}
