// libpq is opened when a site first uses PostgreSQL: it brings TLS, Kerberos and LDAP with it, some five megabytes and twenty libraries
// that a site on SQLite need not load at every start. These are libpq's own functions by name; each finds the real one once.
#include "kit/base/error.hpp"

#include <dlfcn.h>
#include <libpq-fe.h>

namespace {
void* library() {
    static void* const opened = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!opened) throw base::Error("PostgreSQL cannot be used: libpq.so.5 is not on this machine (Debian: apt install libpq5)");
    return opened;
}

template <class Function>
Function* find(const char* name) {
    void* const found = dlsym(library(), name);
    if (!found) throw base::Error(std::string("PostgreSQL cannot be used: its library has no ") + name);
    return reinterpret_cast<Function*>(found);
}
}

extern "C" {

void PQclear(PGresult* res) {
    static auto* const call = find<decltype(PQclear)>("PQclear");
    call(res);
}

char* PQcmdStatus(PGresult* res) {
    static auto* const call = find<decltype(PQcmdStatus)>("PQcmdStatus");
    return call(res);
}

char* PQcmdTuples(PGresult* res) {
    static auto* const call = find<decltype(PQcmdTuples)>("PQcmdTuples");
    return call(res);
}

PGconn* PQconnectdbParams(const char* const* keywords, const char* const* values, int expand_dbname) {
    static auto* const call = find<decltype(PQconnectdbParams)>("PQconnectdbParams");
    return call(keywords, values, expand_dbname);
}

void PQconninfoFree(PQconninfoOption* connOptions) {
    static auto* const call = find<decltype(PQconninfoFree)>("PQconninfoFree");
    call(connOptions);
}

PQconninfoOption* PQconninfoParse(const char* conninfo, char** errmsg) {
    static auto* const call = find<decltype(PQconninfoParse)>("PQconninfoParse");
    return call(conninfo, errmsg);
}

int PQconsumeInput(PGconn* conn) {
    static auto* const call = find<decltype(PQconsumeInput)>("PQconsumeInput");
    return call(conn);
}

PGresult* PQdescribePrepared(PGconn* conn, const char* stmt) {
    static auto* const call = find<decltype(PQdescribePrepared)>("PQdescribePrepared");
    return call(conn, stmt);
}

char* PQerrorMessage(const PGconn* conn) {
    static auto* const call = find<decltype(PQerrorMessage)>("PQerrorMessage");
    return call(conn);
}

PGresult* PQexec(PGconn* conn, const char* query) {
    static auto* const call = find<decltype(PQexec)>("PQexec");
    return call(conn, query);
}

PGresult* PQexecPrepared(PGconn* conn, const char* stmtName, int nParams, const char* const* paramValues, const int* paramLengths, const int* paramFormats, int resultFormat) {
    static auto* const call = find<decltype(PQexecPrepared)>("PQexecPrepared");
    return call(conn, stmtName, nParams, paramValues, paramLengths, paramFormats, resultFormat);
}

void PQfinish(PGconn* conn) {
    static auto* const call = find<decltype(PQfinish)>("PQfinish");
    call(conn);
}

void PQfreemem(void* ptr) {
    static auto* const call = find<decltype(PQfreemem)>("PQfreemem");
    call(ptr);
}

Oid PQftype(const PGresult* res, int field_num) {
    static auto* const call = find<decltype(PQftype)>("PQftype");
    return call(res, field_num);
}

int PQgetisnull(const PGresult* res, int tup_num, int field_num) {
    static auto* const call = find<decltype(PQgetisnull)>("PQgetisnull");
    return call(res, tup_num, field_num);
}

int PQgetlength(const PGresult* res, int tup_num, int field_num) {
    static auto* const call = find<decltype(PQgetlength)>("PQgetlength");
    return call(res, tup_num, field_num);
}

char* PQgetvalue(const PGresult* res, int tup_num, int field_num) {
    static auto* const call = find<decltype(PQgetvalue)>("PQgetvalue");
    return call(res, tup_num, field_num);
}

int PQnfields(const PGresult* res) {
    static auto* const call = find<decltype(PQnfields)>("PQnfields");
    return call(res);
}

PGnotify* PQnotifies(PGconn* conn) {
    static auto* const call = find<decltype(PQnotifies)>("PQnotifies");
    return call(conn);
}

int PQnparams(const PGresult* res) {
    static auto* const call = find<decltype(PQnparams)>("PQnparams");
    return call(res);
}

int PQntuples(const PGresult* res) {
    static auto* const call = find<decltype(PQntuples)>("PQntuples");
    return call(res);
}

Oid PQparamtype(const PGresult* res, int param_num) {
    static auto* const call = find<decltype(PQparamtype)>("PQparamtype");
    return call(res, param_num);
}

PGresult* PQprepare(PGconn* conn, const char* stmtName, const char* query, int nParams, const Oid* paramTypes) {
    static auto* const call = find<decltype(PQprepare)>("PQprepare");
    return call(conn, stmtName, query, nParams, paramTypes);
}

char* PQresultErrorField(const PGresult* res, int fieldcode) {
    static auto* const call = find<decltype(PQresultErrorField)>("PQresultErrorField");
    return call(res, fieldcode);
}

char* PQresultErrorMessage(const PGresult* res) {
    static auto* const call = find<decltype(PQresultErrorMessage)>("PQresultErrorMessage");
    return call(res);
}

ExecStatusType PQresultStatus(const PGresult* res) {
    static auto* const call = find<decltype(PQresultStatus)>("PQresultStatus");
    return call(res);
}

PQnoticeProcessor PQsetNoticeProcessor(PGconn* conn, PQnoticeProcessor proc, void* arg) {
    static auto* const call = find<decltype(PQsetNoticeProcessor)>("PQsetNoticeProcessor");
    return call(conn, proc, arg);
}

int PQsocket(const PGconn* conn) {
    static auto* const call = find<decltype(PQsocket)>("PQsocket");
    return call(conn);
}

ConnStatusType PQstatus(const PGconn* conn) {
    static auto* const call = find<decltype(PQstatus)>("PQstatus");
    return call(conn);
}

PGTransactionStatusType PQtransactionStatus(const PGconn* conn) {
    static auto* const call = find<decltype(PQtransactionStatus)>("PQtransactionStatus");
    return call(conn);
}

}
